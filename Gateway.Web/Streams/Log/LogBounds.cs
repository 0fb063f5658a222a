namespace Gateway.Web.Streams.Log;

/// <summary>The range and epoch of a durable log at one moment.</summary>
internal readonly record struct LogBounds(string Epoch, long Oldest, long Latest);
