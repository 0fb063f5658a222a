using Gateway.Contracts;

namespace Gateway.Web.Streams.Log;

/// <summary>What a stream of a durable log reads, for those who look at readers.</summary>
/// <param name="Kind"><see cref="ReaderKind.Changes"/> or <see cref="ReaderKind.Alarms"/>.</param>
/// <param name="Mode">The mode that was asked for.</param>
/// <param name="Filter">The filter for people; null when it reads everything.</param>
/// <param name="ResumedAfter">The position that was asked for; null when it begins now.</param>
internal sealed record LogReading(ReaderKind Kind, StreamMode Mode, string? Filter, long? ResumedAfter);
