using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>The vendor's enums travel under the vendor's names; values outside the list as numbers.</summary>
public sealed class VendorEnumConverter() : JsonStringEnumConverter(null, allowIntegerValues: true);
