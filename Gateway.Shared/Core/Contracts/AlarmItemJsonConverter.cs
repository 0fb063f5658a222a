namespace Gateway.Contracts;

public sealed class AlarmItemJsonConverter : KindedJsonConverter<AlarmItem>
{
    protected override Type TypeOf(string? kind) => AlarmItemKinds.TypeOf(kind);
}
