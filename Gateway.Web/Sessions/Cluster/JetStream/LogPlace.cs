namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>A message of a session's subject, of which mostly the last one is of interest.</summary>
/// <param name="Revision">Its number in the stream; 0 when the subject has none.</param>
/// <param name="Epoch">The numbering that it belongs to; null when there is none.</param>
/// <param name="Last">The last sequence that the subject accounts for with it.</param>
/// <param name="Writer">Who wrote it.</param>
internal sealed record LogPlace(ulong Revision, string? Epoch, long Last, string? Writer)
{
    public static LogPlace Empty { get; } = new(0, null, 0, null);
}
