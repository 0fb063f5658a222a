using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Testing;

/// <summary>Pages of found items, of every level.</summary>
public static class SampleItems
{
    public static IReadOnlyList<ItemPage> Pages { get; } =
    [
        new ItemPage
        {
            Items =
            [
                new FoundItem
                {
                    Level = ItemLevel.Item,
                    Reference = "Tank101.Level.PV",
                    Object = "Tank101",
                    Area = "Plant",
                    DataType = MxDataType.Float,
                    Unit = "%",
                    Description = "Füllstand",
                },
                new FoundItem { Level = ItemLevel.Item, Reference = "Batch101.Steps[]", Object = "Batch101", DataType = MxDataType.String },
            ],
            Next = "0:Batch101.Steps",
            Total = 412,
            UnreadObjects = 3,
            Notice = "The galaxy dump could not be read.",
        },
        new ItemPage
        {
            Items =
            [
                new FoundItem { Level = ItemLevel.Object, Reference = "Tank101", Area = "Plant", Description = "Raw water tank", Count = 120 },
                new FoundItem { Level = ItemLevel.Area, Reference = "", Count = 2 },
            ],
            Total = 2,
        },
        new ItemPage { Items = [], Total = 0 },
    ];
}
