namespace Gateway.Web.Streams.Alarms.Journal;

/// <summary>The last event of the monitor's session that is contained in the stored alarms.</summary>
internal sealed record AlarmPosition(string SessionId, string Epoch, long Sequence);
