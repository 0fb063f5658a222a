namespace Gateway.Contracts;

/// <summary>Everything after the sequence <see cref="After"/> obeys this mode and the filter in force from here on.</summary>
public sealed record ModeItem : StreamItem
{
    public const string KindName = "mode";

    public override string Kind => KindName;

    public required StreamMode Mode { get; init; }

    public required ModeReason Reason { get; init; }

    public required long After { get; init; }
}
