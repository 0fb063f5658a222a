namespace Gateway.Worker.Pipe;

/// <summary>Why a connection to the gateway ended.</summary>
internal enum LinkEnd
{
    /// <summary>The gateway asked the worker to end.</summary>
    Shutdown,

    /// <summary>The pipe broke, or the gateway was silent for the grace time.</summary>
    Lost,

    /// <summary>The pipe does not exist or could not be opened.</summary>
    Unreachable,

    /// <summary>
    /// The handshake failed: the other side did not prove that it is the gateway, speaks another version, or did not answer in
    /// time.
    /// </summary>
    Refused,
}
