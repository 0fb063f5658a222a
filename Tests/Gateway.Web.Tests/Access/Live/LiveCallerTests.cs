using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Tests.Platform.Recorder;

namespace Gateway.Web.Tests.Access.Live;

public sealed class LiveCallerTests
{
    [Fact]
    public void The_end_of_the_token_is_in_the_timeline_before_what_its_streams_tell_of_their_end()
    {
        using var rig = new RecorderRig();
        var caller = new Caller { Subject = "ada", TokenId = "t", ExpiresAt = DateTimeOffset.MaxValue };
        var live = new LiveCaller(new ConnectionOrigin { ConnectionId = "c" }, caller, new ConnectionQuota(10, 10, rig.Clock), () => { });
        live.Record(rig.Connection("c"));
        live.Attach(rig.Clock.GetUtcNow(), _ => new TellingStream(live.Ring));

        Assert.Equal(1, live.End("t", GatewayErrorCode.TokenRevoked, rig.Clock.GetUtcNow()));

        Assert.Equal([OccurrenceKind.TokenEnded, OccurrenceKind.StreamFailed], live.Ring.Copy().Entries.Select(entry => entry.Kind));
    }

    private sealed class TellingStream(OccurrenceRing ring) : ILiveStream
    {
        public bool Renewed(Caller caller) => true;

        public void End(GatewayException error) => ring.Note(new Occurrence(OccurrenceKind.StreamFailed) { Code = error.Code });
    }
}
