using Gateway.Errors;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Access.Live;

/// <summary>A running stream of a connection. Called from any thread, one call at a time; must not wait.</summary>
internal interface ILiveStream
{
    /// <summary>The connection's rights are these now. False when the stream had to end for them.</summary>
    bool Renewed(Caller caller);

    /// <summary>Ends the stream at once.</summary>
    void End(GatewayException error);
}
