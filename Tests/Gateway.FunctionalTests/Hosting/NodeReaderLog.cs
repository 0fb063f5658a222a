namespace Gateway.FunctionalTests.Hosting;

/// <summary>What one TypeScript client received.</summary>
/// <param name="Position">Sequence of the last event.</param>
/// <param name="Events">How many came.</param>
/// <param name="Gaps">Gaps that were told.</param>
/// <param name="Breaks">Events whose sequence was not the one after the one before.</param>
/// <param name="Dropped">Events the client's buffer dropped.</param>
/// <param name="Resumes">Times the stream was resumed.</param>
/// <param name="Error">Why the stream ended; null while it runs.</param>
internal sealed record NodeReaderLog(long Position, long Events, int Gaps, int Breaks, long Dropped, int Resumes, string? Error);
