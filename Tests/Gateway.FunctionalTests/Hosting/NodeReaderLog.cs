namespace Gateway.FunctionalTests.Hosting;

/// <summary>The report of one TypeScript client.</summary>
/// <param name="Position">Sequence of the last event.</param>
/// <param name="Events">Number of received events.</param>
/// <param name="Gaps">Number of reported gaps.</param>
/// <param name="Breaks">Number of events whose sequence does not follow the previous one.</param>
/// <param name="Dropped">Number of events that the client's buffer dropped.</param>
/// <param name="Resumes">Number of times that the stream was resumed.</param>
/// <param name="Error">Why the stream ended; null while it runs.</param>
internal sealed record NodeReaderLog(long Position, long Events, int Gaps, int Breaks, long Dropped, int Resumes, string? Error);
