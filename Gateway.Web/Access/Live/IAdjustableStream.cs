using Gateway.Contracts;

namespace Gateway.Web.Access.Live;

/// <summary>A running stream of a connection whose mode and filter can be changed.</summary>
internal interface IAdjustableStream : ILiveStream
{
    string SubscriptionId { get; }

    /// <summary>
    /// Applies other settings from the reader's current position on. The settings are already validated. Safe on any thread; does not
    /// wait.
    /// </summary>
    /// <exception cref="Errors.GatewayException"><c>InvalidArgument</c>: this stream does not support the settings.</exception>
    void Change(StreamSettings settings);
}
