namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Events that the log lacks, and for which their owner is asked.</summary>
/// <param name="Epoch">The numbering that the log names; null when the log has nothing of the session.</param>
/// <param name="After">The last event before them.</param>
/// <param name="Through">The last one of them; null for everything that the owner has.</param>
internal sealed record LogHole(string? Epoch, long After, long? Through)
{
    /// <summary>The log has nothing of the session.</summary>
    public static LogHole Everything { get; } = new(null, 0, null);
}
