namespace Gateway.Web.Sessions.Forwarding;

/// <summary>What an edge knows of an owner's clock.</summary>
/// <param name="Run">The owner's process.</param>
/// <param name="Now">What its clock said.</param>
/// <param name="ReadAt">Time stamp of the edge when the answer arrived, so the owner's clock was at least that far by then.</param>
internal sealed record ClockReading(string Run, long Now, long ReadAt)
{
    /// <summary>A deadline in the owner's clock. It is early by as long as the answer took, and never late.</summary>
    public long After(TimeSpan wait, TimeProvider time) => Now + (long)(time.GetElapsedTime(ReadAt) + wait).TotalMilliseconds;
}
