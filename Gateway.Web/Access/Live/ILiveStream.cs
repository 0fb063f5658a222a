using Gateway.Errors;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Access.Live;

/// <summary>A running stream of a connection. It is called from any thread, one call at a time; the calls must not wait.</summary>
internal interface ILiveStream
{
    /// <summary>Tells the stream the new rights of the connection. Returns false when the stream had to end because of them.</summary>
    bool Renewed(Caller caller);

    /// <summary>Ends the stream at once.</summary>
    void End(GatewayException error);
}
