namespace Gateway.Contracts;

/// <summary>The caller's rights changed while the stream was running; the whole of what it may see now follows.</summary>
public sealed record OverviewAccessItem : OverviewItem
{
    public const string KindName = "access";

    public override string Kind => KindName;
}
