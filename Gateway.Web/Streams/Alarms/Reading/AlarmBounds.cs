namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>The range and epoch of the log at one moment.</summary>
internal readonly record struct AlarmBounds(string Epoch, long Oldest, long Latest);
