using Gateway.Contracts;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>An acknowledgement or a shelving on its way.</summary>
internal sealed record PendingAlarmCommand
{
    public required string Reference { get; init; }

    /// <summary>The occurrence to acknowledge; null for shelving.</summary>
    public long? Occurrence { get; init; }

    /// <summary>The epoch of the occurrence; null means the current one.</summary>
    public string? Epoch { get; init; }

    /// <summary>Whether the alarm is to be shelved or no longer; null for acknowledging.</summary>
    public bool? Shelved { get; init; }

    /// <summary>What is written.</summary>
    public required string Text { get; init; }

    public required string Subject { get; init; }

    public TaskCompletionSource<AlarmCommandResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When it was written, as a time stamp of the clock; 0 before.</summary>
    public long Since { get; set; }

    public int ItemHandle { get; set; }

    public string ItemReference => $"{Reference}.{(Shelved is null ? "AckMsg" : MonitoredRoot.ShelveCommand)}";
}
