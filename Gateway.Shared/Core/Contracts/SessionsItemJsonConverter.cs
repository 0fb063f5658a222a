namespace Gateway.Contracts;

public sealed class SessionsItemJsonConverter : KindedJsonConverter<SessionsItem>
{
    protected override Type TypeOf(string? kind) => SessionsItemKinds.TypeOf(kind);
}
