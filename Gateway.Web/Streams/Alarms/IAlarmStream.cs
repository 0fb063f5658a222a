using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Alarms;

/// <summary>One reader of the alarms. Disposing it ends it; safe to call more than once.</summary>
internal interface IAlarmStream : IDisposable
{
    /// <summary>The stream's items; can be enumerated once. Leaving the enumeration ends the reader.</summary>
    /// <exception cref="GatewayException">The reason why the stream ended.</exception>
    IAsyncEnumerable<AlarmItem> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Gives the stream the caller's new rights, from its position on: an <c>access</c> item and a snapshot follow where they differ.
    /// </summary>
    /// <returns>False when the caller may no longer read alarms; the stream ends.</returns>
    bool Renew(Caller caller);

    /// <summary>Ends the stream at once with an error.</summary>
    void End(GatewayException error);
}
