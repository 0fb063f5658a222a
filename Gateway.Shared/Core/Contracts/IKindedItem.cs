namespace Gateway.Contracts;

/// <summary>One element of a hub stream of several types; on the wire a map whose <c>kind</c> says which.</summary>
public interface IKindedItem
{
    /// <summary>The discriminator on the wire, camelCase.</summary>
    string Kind { get; }
}
