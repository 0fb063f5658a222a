using Gateway.Errors;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Forwarding;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Sessions.Forwarding;

/// <summary>What an owner takes of edges at most, and the deadlines that edges name.</summary>
public sealed class CallAdmissionTests
{
    [Fact]
    public void Unanswered_commands_are_bounded_for_each_edge_and_for_all()
    {
        var admission = new CallAdmission(Options.Create(new ClusterOptions { MaxRequests = 3, MaxRequestsPerEdge = 2 }), TimeProvider.System);
        var first = admission.Enter("a");
        admission.Enter("a");
        Assert.Equal(GatewayErrorCode.TooManyPendingCommands, CodeOf(admission, "a"));
        admission.Enter("b");
        Assert.Equal(GatewayErrorCode.TooManyPendingCommands, CodeOf(admission, "c"));
        first.Dispose();
        first.Dispose();
        Assert.Equal(2, admission.UnderWay);
        Assert.Null(CodeOf(admission, "c"));
    }

    [Fact]
    public void Edges_with_ever_new_names_share_one_limit()
    {
        var admission = new CallAdmission(Options.Create(new ClusterOptions { MaxRequestsPerEdge = 5 }), TimeProvider.System);
        var refused = Enumerable.Range(0, 200).Count(number => CodeOf(admission, $"edge{number}") is not null);
        Assert.Equal(200 - 64 - 5, refused);
    }

    [Fact]
    public void A_deadline_in_the_owner_s_clock_is_never_later_than_the_edge_s()
    {
        var owner = new OwnerClock(TimeProvider.System);
        var reading = new ClockReading(owner.Run, owner.Now, TimeProvider.System.GetTimestamp());
        var until = reading.After(TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.InRange(until, reading.Now + 1_000, owner.Now + 1_000);
    }

    private static GatewayErrorCode? CodeOf(CallAdmission admission, string edge)
    {
        try
        {
            admission.Enter(edge);
            return null;
        }
        catch (GatewayException error)
        {
            return error.Code;
        }
    }
}
