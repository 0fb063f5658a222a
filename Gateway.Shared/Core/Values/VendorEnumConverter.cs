using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>Writes the vendor's enums with the vendor's names, and values outside the list as numbers.</summary>
public sealed class VendorEnumConverter() : JsonStringEnumConverter(null, allowIntegerValues: true);
