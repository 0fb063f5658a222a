namespace Gateway.Web.Access.Live;

/// <summary>A running stream of a connection, with its items. Disposing it ends it; safe to call more than once.</summary>
internal interface ILiveReader<out TItem> : ILiveStream, IDisposable
{
    /// <summary>The stream's items; can be enumerated once. Leaving the enumeration ends the stream.</summary>
    /// <exception cref="Gateway.Errors.GatewayException">The reason why the stream ended.</exception>
    IAsyncEnumerable<TItem> ReadAsync(CancellationToken cancellationToken);
}
