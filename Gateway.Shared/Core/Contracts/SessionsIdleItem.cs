namespace Gateway.Contracts;

/// <summary>Nothing was sent for the idle interval.</summary>
public sealed record SessionsIdleItem : SessionsItem
{
    public const string KindName = "idle";

    public override string Kind => KindName;
}
