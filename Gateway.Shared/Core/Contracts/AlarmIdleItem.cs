namespace Gateway.Contracts;

/// <summary>There is nothing to send up to <see cref="Sequence"/>, which is the reader's new position.</summary>
public sealed record AlarmIdleItem : AlarmItem
{
    public const string KindName = "idle";

    public override string Kind => KindName;

    public required long Sequence { get; init; }
}
