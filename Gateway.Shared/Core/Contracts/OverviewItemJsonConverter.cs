namespace Gateway.Contracts;

public sealed class OverviewItemJsonConverter : KindedJsonConverter<OverviewItem>
{
    protected override Type TypeOf(string? kind) => OverviewItemKinds.TypeOf(kind);
}
