namespace Gateway.Contracts;

public sealed class MultiSessionItemJsonConverter : KindedJsonConverter<MultiSessionItem>
{
    protected override Type TypeOf(string? kind) => MultiSessionItemKinds.TypeOf(kind);
}
