namespace Gateway.Web.Tests.Streams.Events;

public enum DistributionStepKind
{
    /// <summary>The worker sends a batch.</summary>
    Publish,

    /// <summary>The worker's ring overwrites events before they are sent.</summary>
    Overwrite,

    /// <summary>A reader takes some items.</summary>
    Read,

    /// <summary>The connection of a reader breaks, and the reader resumes with its position.</summary>
    Drop,

    /// <summary>Time passes, and idle items become due.</summary>
    Idle,
}
