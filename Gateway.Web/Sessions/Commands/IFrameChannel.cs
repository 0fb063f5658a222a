using Gateway.Protocol;

namespace Gateway.Web.Sessions.Commands;

/// <summary>The channel to which a session's commands are written.</summary>
internal interface IFrameChannel
{
    /// <exception cref="IOException">The worker is gone.</exception>
    ValueTask SendAsync<T>(FrameType type, T message, CancellationToken cancellationToken);
}
