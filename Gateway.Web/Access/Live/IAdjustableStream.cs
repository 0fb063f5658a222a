using Gateway.Contracts;

namespace Gateway.Web.Access.Live;

/// <summary>A running stream of a connection whose mode and filter can be changed.</summary>
internal interface IAdjustableStream : ILiveStream
{
    string SubscriptionId { get; }

    /// <summary>Reads otherwise from where the reader stands. The settings were checked. Any thread; does not wait.</summary>
    /// <exception cref="Errors.GatewayException"><c>InvalidArgument</c>: this stream cannot be read like that.</exception>
    void Change(StreamSettings settings);
}
