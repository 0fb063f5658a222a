using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Tests.Platform.Recorder;

public sealed class DumpShelfTests : IDisposable
{
    private readonly RecorderRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Dumps_are_numbered_and_kept_in_the_order_of_their_causes_whichever_is_made_first()
    {
        var shelf = new DumpShelf(_rig.Options, _rig.Recorder.Budget);
        var now = _rig.Clock.GetUtcNow().UtcDateTime;
        RingCopy[] rings = [_rig.Session("s").Copy()];
        var first = shelf.Admit(DumpCause.WorkerLost, "s", now)!.Value;
        var second = shelf.Admit(DumpCause.Fault, "s", now)!.Value;

        shelf.Add(second, rings);
        shelf.Add(first, rings);

        Assert.Equal([(1, DumpCause.WorkerLost), (2, DumpCause.Fault)], shelf.All(now).Select(dump => (dump.Id, dump.Cause)));
    }
}
