namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Where a session's subject ends.</summary>
/// <param name="Revision">Number of the last message in the stream; 0 when the subject has none.</param>
/// <param name="Epoch">The numbering that the last message belongs to; null when there is none.</param>
/// <param name="Last">The last sequence that the subject accounts for.</param>
/// <param name="Writer">Who wrote the last message.</param>
internal sealed record LogEnd(ulong Revision, string? Epoch, long Last, string? Writer)
{
    public static LogEnd Empty { get; } = new(0, null, 0, null);
}
