namespace Gateway.Client.Internal;

/// <summary>Why a subscription ended, and with it what to do next.</summary>
internal enum Interruption
{
    /// <summary>The server ended the stream: the session was closed.</summary>
    Completed,

    /// <summary>The buffer is full: wait for the reader, then resume.</summary>
    Paused,

    /// <summary>The server broke the contract: resume, and fail when it happens again.</summary>
    Violated,

    /// <summary>The connection was lost, or the server asked to try again.</summary>
    Lost,
}
