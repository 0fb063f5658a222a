namespace Gateway.Contracts;

/// <summary>Nothing was sent for the idle interval.</summary>
public sealed record MultiSessionIdleItem : MultiSessionItem
{
    public const string KindName = "idle";

    public override string Kind => KindName;
}
