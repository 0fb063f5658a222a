using Gateway.Testing;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Tests.Platform.Recorder;

/// <summary>What the recorder keeps by itself when something goes wrong.</summary>
public sealed class DumpTests : IDisposable
{
    private readonly RecorderRig _rig = new(options => (options.DumpsPerCause, options.DumpsPerMinute) = (4, 3));

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(OccurrenceKind.Gap, DumpCause.Gap)]
    [InlineData(OccurrenceKind.Slow, DumpCause.Slow)]
    [InlineData(OccurrenceKind.SessionFaulted, DumpCause.Fault)]
    [InlineData(OccurrenceKind.WorkerLost, DumpCause.WorkerLost)]
    public async Task A_dump_has_the_ring_in_which_it_happened_first_and_those_that_concern_it(object kind, object cause)
    {
        var (connection, session) = (_rig.Connection("c"), _rig.Session("s"));
        var (stream, worker) = (_rig.Stream("r", session, connection), _rig.Worker("7", session));
        stream.Note(OccurrenceKind.StreamStarted);
        worker.Note(OccurrenceKind.WorkerReady);
        _rig.Stream("elsewhere", _rig.Session("other")).Note(OccurrenceKind.StreamStarted);

        var origin = (OccurrenceKind)kind switch { OccurrenceKind.SessionFaulted => session, OccurrenceKind.WorkerLost => worker, _ => stream };
        origin.Note((OccurrenceKind)kind);

        var dump = Assert.Single(await DumpsAsync(1));
        Assert.Equal((DumpCause)cause, dump.Cause);
        Assert.Equal(origin.Heading, dump.Origin.Heading);
        var ids = dump.Rings.Select(ring => ring.Heading.Id).Order();
        Assert.Equal((OccurrenceKind)kind is OccurrenceKind.Gap or OccurrenceKind.Slow ? ["7", "c", "r", "s"] : ["7", "r", "s"], ids);
        await Eventually.Async(() => _rig.Logs.Lines.Any(line => line.Contains("[1750] Dump 1", StringComparison.Ordinal)), "the dump in the log");
    }

    [Fact]
    public async Task A_dump_stays_as_it_was_when_its_rings_go_on_or_are_gone()
    {
        var session = _rig.Session("s");
        var stream = _rig.Stream("r", session);
        stream.Note(OccurrenceKind.Gap);
        var dump = Assert.Single(await DumpsAsync(1));
        stream.Note(OccurrenceKind.StreamLeft);
        stream.End();
        _rig.Clock.Advance(TimeSpan.FromHours(2));
        _rig.Session("another");

        Assert.Null(_rig.Recorder.Find(RecorderPart.Stream, "r"));
        Assert.Equal([OccurrenceKind.Gap], Assert.Single(_rig.Recorder.Dumps).Origin.Entries.Select(entry => entry.Kind));
        Assert.Same(dump, Assert.Single(_rig.Recorder.Dumps));
    }

    [Fact]
    public async Task A_flood_of_one_session_makes_one_dump_a_minute_and_pushes_out_none_of_another_session_or_cause()
    {
        var (quiet, loud) = (_rig.Session("quiet"), _rig.Session("loud"));
        quiet.Note(OccurrenceKind.SessionFaulted);
        _rig.Stream("q", quiet).Note(OccurrenceKind.Gap);
        await DumpsAsync(2);
        for (var minute = 0; minute < 20; minute++)
        {
            _rig.Clock.Advance(TimeSpan.FromMinutes(1));
            for (var i = 0; i < 100; i++)
            {
                _rig.Stream($"l{i}", loud).Note(OccurrenceKind.Gap);
            }

            await Eventually.Async(() => _rig.Recorder.Dumps[^1].Id == minute + 3, "the dump of this minute");
        }

        var dumps = _rig.Recorder.Dumps;
        Assert.Equal(5, dumps.Count);
        Assert.Contains(dumps, dump => dump is { Cause: DumpCause.Fault, Whose: "quiet" });
        Assert.Contains(dumps, dump => dump is { Cause: DumpCause.Gap, Whose: "quiet" });
        Assert.All(dumps.Where(dump => dump.Whose == "loud" && dump.Id > 3), dump => Assert.Equal(99, dump.Skipped));
    }

    [Fact]
    public async Task Of_one_cause_there_are_at_most_so_many_dumps_in_a_minute()
    {
        foreach (var i in Enumerable.Range(0, 10))
        {
            _rig.Session($"s{i}").Note(OccurrenceKind.SessionFaulted);
        }

        await DumpsAsync(3);
        _rig.Clock.Advance(TimeSpan.FromMinutes(1));
        _rig.Session("late").Note(OccurrenceKind.SessionFaulted);
        Assert.Equal(7, (await DumpsAsync(4))[^1].Skipped);
    }

    [Fact]
    public async Task A_dump_is_kept_for_a_time()
    {
        _rig.Session("s").Note(OccurrenceKind.SessionFaulted);
        await DumpsAsync(1);
        _rig.Clock.Advance(TimeSpan.FromHours(_rig.Options.DumpHours));
        Assert.Single(_rig.Recorder.Dumps);
        _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_rig.Recorder.Dumps);
    }

    private async Task<IReadOnlyList<KeptDump>> DumpsAsync(int count)
    {
        await Eventually.Async(() => _rig.Recorder.Dumps.Count == count, $"{count} dumps, not {_rig.Recorder.Dumps.Count}");
        return _rig.Recorder.Dumps;
    }
}
