namespace Gateway.Contracts;

public sealed class FeedItemJsonConverter : KindedJsonConverter<FeedItem>
{
    protected override Type TypeOf(string? kind) => FeedItemKinds.TypeOf(kind);
}
