namespace Gateway.Contracts;

/// <summary>Whether the alarms are being watched has changed. While it is blind, every alarm is what was known last, not what is.</summary>
public sealed record AlarmMonitorItem : AlarmItem
{
    public const string KindName = "monitor";

    public override string Kind => KindName;

    public required AlarmMonitor Monitor { get; init; }
}
