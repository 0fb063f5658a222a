namespace Gateway.Client;

/// <summary>What is different in an <see cref="AlarmTable"/> since the changes were taken last.</summary>
/// <param name="References">References of the alarms that were added, replaced or removed, each once. <see cref="AlarmTable.Get"/> gives what they are now.</param>
/// <param name="Status">The monitor, or whether the table is stale or awaits a snapshot, or which rows are suspect, may be different.</param>
public sealed record AlarmTableChanges(IReadOnlyCollection<string> References, bool Status);
