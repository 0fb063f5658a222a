namespace Gateway.Web.Front.Api;

/// <summary>Answer to a rotation: the id of the key that signs now.</summary>
internal sealed record RotatedKey(string Kid);
