namespace Gateway.Contracts;

public sealed class StreamItemJsonConverter : KindedJsonConverter<StreamItem>
{
    protected override Type TypeOf(string? kind) => StreamItemKinds.TypeOf(kind);
}
