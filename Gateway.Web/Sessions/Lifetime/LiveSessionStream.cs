using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>A running subscription, which follows changes of its connection's rights.</summary>
internal sealed class LiveSessionStream(Session session, Subscription subscription, IAccessPolicy access) : IAdjustableStream
{
    public Subscription Subscription => subscription;

    public string SubscriptionId => subscription.Settings.SubscriptionId;

    public void Change(StreamSettings settings)
    {
        if (settings.Mode != StreamMode.Conflate && subscription.Settings.Kind == ReaderKind.Observer)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, "The stream's settings are not valid: an observer must read with mode conflate.");
        }

        subscription.Change(settings);
    }

    public bool Renewed(Caller caller)
    {
        try
        {
            access.DemandOn(caller, GatewayAction.ReadSession, session.ToAccessInfo());
        }
        catch (GatewayException error)
        {
            subscription.Channel.Abort(error);
            return false;
        }

        subscription.ChangeVisible(caller.Read);
        return true;
    }

    public void End(GatewayException error) => subscription.Channel.Abort(error);
}
