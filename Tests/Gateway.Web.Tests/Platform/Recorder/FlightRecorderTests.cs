using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Tests.Platform.Recorder;

/// <summary>What rings keep, and that all of them stay within their memory.</summary>
public sealed class FlightRecorderTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private readonly RecorderRig _rig = new(options => (options.MaxMegabytes, options.Entries) = (1, 32));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_last_entries_are_kept_in_their_order_and_those_that_they_pushed_out_are_counted()
    {
        var ring = _rig.Session("s");
        ring.Note(OccurrenceKind.SessionOpened);
        for (var i = 1; i <= 100; i++)
        {
            _rig.Clock.Advance(TimeSpan.FromSeconds(1));
            ring.Note(new Occurrence(OccurrenceKind.Command) { Word = EnumWord.Of(MxMethod.AddItem), A = i });
        }

        var copy = ring.Copy();
        Assert.Equal([.. Enumerable.Range(85, 16).Select(i => (long)i)], copy.Entries.Where(entry => entry.Kind == OccurrenceKind.Command).Select(entry => entry.A));
        Assert.Equal(84, copy.Lost);
        Assert.Equal(copy.Entries.Select(entry => entry.At).Order(), copy.Entries.Select(entry => entry.At));
    }

    [Fact]
    public void What_happens_often_does_not_push_out_what_happens_once()
    {
        var session = _rig.Session("s");
        session.Note(OccurrenceKind.SessionOpened);
        _rig.Worker("1", session).Note(OccurrenceKind.WorkerReady);
        for (var i = 0; i < 1_000; i++)
        {
            session.Note(OccurrenceKind.Command);
            _rig.Stream($"r{i}", session).Note(OccurrenceKind.StreamStarted);
        }

        Assert.Equal([OccurrenceKind.SessionOpened, OccurrenceKind.WorkerReady], session.Copy().Entries.Take(2).Select(entry => entry.Kind));
    }

    [Fact]
    public void What_happens_to_a_reader_or_a_worker_is_also_in_the_ring_of_its_session_and_names_it()
    {
        var (connection, session) = (_rig.Connection("c"), _rig.Session("s"));
        var (stream, worker) = (_rig.Stream("r", session, connection), _rig.Worker("7", session));
        stream.Note(new Occurrence(OccurrenceKind.StreamFailed) { Code = GatewayErrorCode.SlowConsumer });
        worker.Note(new Occurrence(OccurrenceKind.WorkerExited) { A = 68 });

        var seen = session.Copy();
        Assert.Equal(["r SlowConsumer", "7 68"], seen.Entries.Select(entry => $"{seen.Others[entry.From].Id} {entry.Code?.ToString() ?? $"{entry.A}"}"));
        Assert.Equal([OccurrenceKind.StreamFailed], connection.Copy().Entries.Select(entry => entry.Kind));
        Assert.Equal([OccurrenceKind.StreamFailed], stream.Copy().Entries.Select(entry => entry.Kind));
    }

    [Fact]
    public void Memory_is_taken_from_what_has_ended_first_the_oldest_before_the_others()
    {
        var old = Filled("old");
        var living = Filled("living");
        old.End();
        var ended = Enumerable.Range(0, 2_000).Select(i =>
        {
            var ring = Filled($"s{i}");
            ring.End();
            Assert.InRange(_rig.Recorder.Budget.Used, 0, Megabyte);
            return ring;
        }).ToArray();

        Assert.Null(_rig.Recorder.Find(RecorderPart.Session, "old"));
        Assert.Null(_rig.Recorder.Find(RecorderPart.Session, "s0"));
        Assert.Same(ended[^1], _rig.Recorder.Find(RecorderPart.Session, "s1999"));
        Assert.Equal(32, living.Copy().Entries.Count);
        Assert.InRange(_rig.Recorder.Budget.Used, Megabyte / 2, Megabyte);
    }

    [Fact]
    public void When_everything_goes_on_new_rings_keep_nothing_and_the_memory_is_still_bounded()
    {
        var rings = Enumerable.Range(0, 3_000).Select(i => Filled($"s{i}")).ToArray();

        Assert.InRange(_rig.Recorder.Budget.Used, Megabyte / 2, Megabyte);
        Assert.Equal(32, rings[0].Copy().Entries.Count);
        Assert.True(rings[^1].IsNone);
        Array.ForEach(rings, ring => ring.End());
        Assert.False(Filled("later").IsNone);
    }

    [Fact]
    public async Task All_memory_is_given_back()
    {
        for (var i = 0; i < 500; i++)
        {
            if (i == _rig.Options.DumpsPerMinute)
            {
                // Later there may be no memory for a dump.
                await Eventually.Async(() => _rig.Recorder.Dumps.Count == _rig.Options.DumpsPerMinute, "the dumps");
            }

            var ring = Filled($"s{i}");
            ring.Note(OccurrenceKind.SessionFaulted);
            ring.End();
        }

        Assert.Equal(_rig.Options.DumpsPerMinute, _rig.Recorder.Dumps.Count);
        _rig.Clock.Advance(TimeSpan.FromHours(_rig.Options.DumpHours + 1));
        Assert.Empty(_rig.Recorder.Dumps);
        var last = _rig.Session("last");
        last.End();
        Assert.Equal(OccurrenceRing.Overhead, _rig.Recorder.Budget.Used);
    }

    [Fact]
    public void The_ring_of_something_that_ended_is_kept_for_a_time()
    {
        var ring = Filled("s");
        ring.End();
        ring.End();
        _rig.Clock.Advance(TimeSpan.FromMinutes(_rig.Options.EndedMinutes) - TimeSpan.FromSeconds(1));
        _rig.Session("another");
        Assert.Same(ring, _rig.Recorder.Find(RecorderPart.Session, "s"));
        Assert.Equal(_rig.Clock.Start.UtcDateTime, ring.Copy().Ended);

        _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        _rig.Session("third");
        Assert.Null(_rig.Recorder.Find(RecorderPart.Session, "s"));
    }

    [Fact]
    public void A_process_id_that_is_used_again_has_the_ring_of_the_new_process()
    {
        var session = _rig.Session("s");
        var before = _rig.Worker("7", session);
        before.End();
        var now = _rig.Worker("7", session);
        _rig.Clock.Advance(TimeSpan.FromMinutes(_rig.Options.EndedMinutes + 1));
        _rig.Session("another");
        Assert.Same(now, _rig.Recorder.Find(RecorderPart.Worker, "7"));
    }

    [Fact]
    public void Recording_allocates_nothing_once_a_ring_has_its_size()
    {
        var (connection, session) = (_rig.Connection("c"), _rig.Session("s"));
        var stream = _rig.Stream("r", session, connection);
        Record(stream, session);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Record(stream, session);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Without_memory_nothing_is_recorded()
    {
        using var rig = new RecorderRig(options => options.MaxMegabytes = 0);
        var ring = rig.Session("s", tag: "line-1");
        ring.Note(OccurrenceKind.SessionFaulted);
        ring.End();
        Assert.Same(OccurrenceRing.None, ring);
        Assert.Null(OccurrenceRing.None.SessionTag);
        Assert.Null(rig.Recorder.Find(RecorderPart.Session, "s"));
        Assert.Empty(rig.Recorder.Dumps);
    }

    [Fact]
    public void Many_threads_record_open_end_and_read_and_the_memory_stays_bounded()
    {
        var session = _rig.Session("s");
        Parallel.For(0, 8, worker =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                var stream = _rig.Stream($"{worker}-{i}", session);
                for (var n = 0; n < 20; n++)
                {
                    stream.Note(n % 2 == 0 ? OccurrenceKind.CaughtUp : OccurrenceKind.RightsChanged);
                }

                session.Note(OccurrenceKind.Command);
                Assert.InRange(_rig.Recorder.Budget.Used, 0, Megabyte + (8 * 32 * Occurrence.Bytes));
                Assert.True(session.Copy().Entries.Count <= 32);
                stream.End();
            }
        });
        Assert.InRange(_rig.Recorder.Budget.Used, 0, Megabyte);
    }

    private static void Record(OccurrenceRing stream, OccurrenceRing session)
    {
        for (var i = 0; i < 200; i++)
        {
            stream.Note(new Occurrence(OccurrenceKind.Lagged) { A = i, B = i });
            stream.Note(OccurrenceKind.RightsChanged);
            session.Note(new Occurrence(OccurrenceKind.Command) { Word = EnumWord.Of(MxMethod.Write), Code = GatewayErrorCode.CommandTimedOut, A = i });
            session.Note(OccurrenceKind.SessionTagged);
        }
    }

    private OccurrenceRing Filled(string id)
    {
        var ring = _rig.Session(id);
        for (var i = 0; i < 32; i++)
        {
            ring.Note(OccurrenceKind.SessionTagged);
            ring.Note(OccurrenceKind.Command);
        }

        return ring;
    }
}
