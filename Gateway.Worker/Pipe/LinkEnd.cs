namespace Gateway.Worker.Pipe;

/// <summary>Why a connection to the gateway ended.</summary>
internal enum LinkEnd
{
    /// <summary>The gateway asked the worker to end.</summary>
    Shutdown,

    /// <summary>The pipe broke, or nothing came for the grace time.</summary>
    Lost,

    /// <summary>Nobody listens under the pipe's name.</summary>
    Unreachable,

    /// <summary>The other side did not prove that it is the gateway, or speaks another version.</summary>
    Refused,
}
