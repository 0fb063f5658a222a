namespace Gateway.Web.Sessions.Workers;

/// <summary>Why the connection to a worker was lost.</summary>
internal enum WorkerLossCause
{
    /// <summary>The pipe broke or was closed, as when the process ended.</summary>
    PipeClosed,

    /// <summary>The worker was silent for too long.</summary>
    Silent,

    /// <summary>The worker reported that it cannot go on.</summary>
    Reported,

    /// <summary>The worker sent something that the protocol does not allow.</summary>
    Protocol,

    /// <summary>The gateway could not process what the worker sent.</summary>
    Gateway,
}
