using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Web.Sessions.Cluster.Edge;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>What an edge makes of the messages of a subject, good ones and bad ones. No server is needed.</summary>
public sealed class SubjectFeedTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecordingLogs _logs = new();
    private readonly EventDistributor _distributor;
    private readonly SubjectFeed _feed;
    private ulong _revision;

    public SubjectFeedTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _distributor = new EventDistributor("s", new DistributionOptions(), new DistributionMetrics(meters), TimeProvider.System, NullLogger.Instance);
        _feed = new SubjectFeed("s", _distributor, new EdgeReport(new EdgeMetrics(meters, new EdgeBacklog()), new Logger<EdgeReport>(new LoggerFactory([_logs]))), TimeProvider.System);
    }

    [Fact]
    public void Events_are_taken_with_their_bytes_and_a_message_that_comes_again_changes_nothing()
    {
        Take("events", 3, 1, Rows(1, 3));
        Take("events", 3, 1, Rows(1, 3));
        Take("events", 5, 2, Rows(2, 5));

        Assert.Equal((1, 5), _distributor.Range);
        Assert.Equal(Rows(1, 5), Read(0));
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public void A_log_that_begins_later_makes_the_events_before_it_evicted()
    {
        Take("items", 10, null, Frame(new StateFrame { Items = [Item(1)] }));
        Take("state", 10, null, """{"kind":"state","state":"ready"}"""u8.ToArray());

        Assert.Equal((10, 10), (_distributor.Range.Latest, _distributor.EvictedThrough));
        Assert.Equal(SessionState.Ready, _feed.State?.State);
    }

    [Fact]
    public void A_gap_of_the_log_keeps_its_reason_and_a_jump_is_evicted()
    {
        Take("events", 1, 1, Rows(1, 1));
        Take("gap", 4, 2, [], (MessageHead.Reason, "workerOverflow"));
        Take("events", 5, 5, Rows(5, 5));
        Take("events", 9, 9, Rows(9, 9));
        Take("gap", 11, 10, [], (MessageHead.Reason, "workerOverflow"));
        Take("events", 14, 14, Rows(14, 14));

        Assert.Equal([(GapReason.WorkerOverflow, 1, 5), (GapReason.Evicted, 5, 9), (GapReason.Evicted, 9, 14)], Gaps());
    }

    [Fact]
    public void A_hole_is_filled_by_what_the_owner_answers()
    {
        Take("events", 3, 1, Rows(1, 3));
        var next = _feed.Read(Message("e", "events", 8, 7, Rows(7, 8)))!;
        Assert.Equal(new LogHole("e", 3, 6), _feed.HoleBefore(next));

        Assert.False(Answer("items", 3, null, Frame(new StateFrame { Reset = true, Items = [Item(1)] })));
        Assert.False(Answer("events", 5, 4, Rows(4, 5)));
        Assert.False(Answer("events", 6, 6, Rows(6, 6)));
        Assert.True(Answer("end", 0, null, [0]));
        Assert.Null(_feed.HoleBefore(next));
        _feed.Take(next);

        Assert.Equal(Rows(1, 8), Read(0));
        Assert.Empty(Gaps());
        Assert.True(_feed.IsWhole);
    }

    [Fact]
    public void What_the_answer_of_the_owner_does_not_have_either_is_a_gap()
    {
        Take("events", 3, 1, Rows(1, 3));
        Answer("items", 4, null, Frame(new StateFrame { Reset = true, Items = [Item(1)] }));
        Answer("events", 5, 5, Rows(5, 5));
        Answer("gap", 6, 6, []);
        Answer("end", 0, null, [0]);
        Take("events", 9, 9, Rows(9, 9));

        Assert.Equal([(GapReason.Evicted, 3, 5), (GapReason.Evicted, 5, 9)], Gaps());
    }

    [Theory]
    [InlineData("e", "events")]
    [InlineData("e", "latest")]
    [InlineData("e", "state")]
    [InlineData("other", "items")]
    public void An_answer_that_is_none_changes_nothing(string epoch, string kind)
    {
        Take("events", 3, 1, Rows(1, 3));

        Assert.Throws<Wire.MalformedDataException>(() => _feed.TakeAnswer(Message(epoch, kind, 5, kind == "events" ? 4 : null, kind == "items" ? Frame(new StateFrame { Reset = true }) : Rows(4, 5))));

        Assert.Equal((1, 3), _distributor.Range);
    }

    [Fact]
    public void Parts_of_an_announcement_are_joined_and_a_part_alone_is_skipped()
    {
        Take("items", 0, null, Frame(new StateFrame { Items = [Item(2)] }), (MessageHead.Part, "2/2"));
        Assert.Empty(_distributor.Items.Present());
        Take("items", 0, null, Frame(new StateFrame { Reset = true, Items = [Item(1)] }), (MessageHead.Part, "1/2"));
        Assert.Empty(_distributor.Items.Present());
        Take("items", 0, null, Frame(new StateFrame { Items = [Item(2)] }), (MessageHead.Part, "2/2"));

        Assert.Equal([1, 2], _distributor.Items.Present().Select(item => item.ItemHandle).Order());
    }

    [Fact]
    public void The_value_of_a_removed_item_does_not_come_back_with_its_last_events()
    {
        Take("items", 0, null, Frame(new StateFrame { Reset = true, Items = [Item(1), Item(2)] }));
        Take("events", 1, 1, Rows(1, 1));
        Take("items", 1, null, Frame(new StateFrame { Removed = [new ItemKey { ServerHandle = 1, ItemHandle = 1 }] }), (MessageHead.Through, "3"));
        Take("events", 3, 2, Rows(2, 3));

        using var reader = _distributor.SubscribeInternal("test", new StreamRequest { Snapshot = SnapshotPolicy.Always });
        reader.TryNext();
        Assert.Null(Assert.IsType<OutgoingSnapshot>(reader.TryNext()).Rows);
    }

    [Fact]
    public void Another_numbering_ends_the_streams_and_begins_anew()
    {
        Take("events", 3, 1, Rows(1, 3));
        using var reader = _distributor.SubscribeInternal("test", new StreamRequest { ResumeAfter = 0 });
        TakeOf("other", "events", 2, 1, Rows(1, 2));

        Assert.Equal("other", _distributor.Epoch);
        Assert.Equal(2, _distributor.Range.Latest);
        Assert.Equal(Errors.GatewayErrorCode.WorkerUnavailable, Assert.Throws<Errors.GatewayException>(() => reader.HasEnded()).Code);
    }

    public static TheoryData<string, string, long, long?, byte[]> Malformed => new()
    {
        { "an unknown kind", "poem", 1, 1, Rows(1, 1) },
        { "fewer rows than it says", "events", 3, 1, Rows(1, 2) },
        { "more rows than it says", "events", 1, 1, Rows(1, 2) },
        { "other sequences than it says", "events", 2, 1, Rows(2, 3) },
        { "no rows", "events", 1, 1, [] },
        { "bytes that are no rows", "events", 1, 1, [0xc1, 0xff, 0x00] },
        { "a first after the last", "gap", 1, 2, [] },
        { "no first", "gap", 1, null, [] },
        { "impossible sequences", "gap", long.MaxValue, 1, [] },
        { "more events than fit", "events", 1L << 52, 1, Rows(1, 1) },
        { "a state that is none", "state", 1, null, "[]"u8.ToArray() },
        { "an unheard state", "state", 1, null, """{"state":"asleep"}"""u8.ToArray() },
        { "items that are none", "items", 1, null, [0xc1] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_message_that_is_not_of_the_documented_form_is_skipped_and_logged_once(string what, string kind, long last, long? first, byte[] body)
    {
        Take(kind, last, first, body);
        Take(kind, last, first, body);

        Assert.Equal((1L, 0L), (_distributor.Range.Oldest, _distributor.Range.Latest));
        Assert.True(_logs.Lines.Count(line => line.Contains("is skipped", StringComparison.Ordinal)) == 1, what);
        Take("events", 1, 1, Rows(1, 1));
        Assert.Equal(1, _distributor.Range.Latest);
    }

    [Theory]
    [InlineData(MessageHead.Format, "2")]
    [InlineData(MessageHead.Epoch, "")]
    [InlineData(MessageHead.Epoch, "a b")]
    [InlineData(MessageHead.Last, "-1")]
    [InlineData(MessageHead.Last, "1e3")]
    [InlineData(MessageHead.Last, "99999999999999999999")]
    [InlineData(MessageHead.Part, "0/1")]
    [InlineData(MessageHead.Part, "2/1")]
    [InlineData(MessageHead.Part, "1")]
    [InlineData(MessageHead.Part, "1/99999999")]
    [InlineData(MessageHead.Through, "x")]
    public void A_header_that_is_not_of_the_documented_form_is_skipped(string name, string value)
    {
        Take("items", 0, null, Frame(new StateFrame { Items = [Item(1)] }), (name, value));

        Assert.Empty(_distributor.Items.Present());
        Assert.Contains(_logs.Lines, line => line.Contains("is skipped", StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_without_headers_is_skipped()
    {
        Assert.Null(_feed.Read(new SubjectMessage(1, 0, null, Rows(1, 1))));

        Assert.Equal(0, _distributor.Range.Latest);
    }

    public void Dispose()
    {
        _services.Dispose();
        _logs.Dispose();
    }

    private static byte[] Rows(long first, long last) => ClusterRig.RowsOf(first, last);

    private static byte[] Frame(StateFrame frame)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Serialization.WireSerializer.Serialize(output, frame);
        return output.WrittenSpan.ToArray();
    }

    private static ItemInfo Item(int handle) => new() { ServerHandle = 1, ItemHandle = handle, ItemDefinition = $"I{handle}" };

    private void Take(string kind, long last, long? first, byte[] body, params (string Name, string Value)[] head) => TakeOf("e", kind, last, first, body, head);

    private void TakeOf(string epoch, string kind, long last, long? first, byte[] body, params (string Name, string Value)[] head)
    {
        if (_feed.Read(Message(epoch, kind, last, first, body, head)) is { } stored)
        {
            _feed.Take(stored);
        }
    }

    private bool Answer(string kind, long last, long? first, byte[] body) => _feed.TakeAnswer(Message("e", kind, last, first, body));

    private SubjectMessage Message(string epoch, string kind, long last, long? first, byte[] body, params (string Name, string Value)[] head)
    {
        var headers = new NatsHeaders
        {
            [MessageHead.Format] = "1",
            [MessageHead.Kind] = kind,
            [MessageHead.Epoch] = epoch,
            [MessageHead.Last] = $"{last}",
        };
        if (first is { } number)
        {
            headers[MessageHead.First] = $"{number}";
        }

        foreach (var (name, value) in head)
        {
            headers[name] = value;
        }

        return new SubjectMessage(++_revision, 0, headers, body);
    }

    private byte[] Read(long after)
    {
        using var reader = _distributor.SubscribeInternal("test", new StreamRequest { ResumeAfter = after });
        var rows = new List<byte>();
        while (reader.TryNext() is { } item)
        {
            if (item is OutgoingEvents events)
            {
                rows.AddRange(events.Slices.SelectMany(slice => slice.Encoded.ToArray()));
            }
        }

        return [.. rows];
    }

    private (GapReason Reason, long After, long Oldest)[] Gaps()
    {
        using var reader = _distributor.SubscribeInternal("test", new StreamRequest { ResumeAfter = 0 });
        var gaps = new List<(GapReason, long, long)>();
        while (reader.TryNext() is { } item)
        {
            if (item is GapItem gap)
            {
                gaps.Add((gap.Reason, gap.RequestedAfter, gap.Oldest));
            }
        }

        return [.. gaps];
    }
}
