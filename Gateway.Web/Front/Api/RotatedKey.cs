namespace Gateway.Web.Front.Api;

/// <summary>Answer to a rotation of the keys: the id of the key that signs from now on.</summary>
internal sealed record RotatedKey(string Kid);
