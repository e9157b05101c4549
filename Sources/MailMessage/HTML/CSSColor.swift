// SPDX-License-Identifier: Apache-2.0

/// A colour as far as it can be known from an attribute or a declaration.
enum CSSColor: Equatable {
    /// Red, green and blue, eight bits each.
    case rgb(UInt32)
    case transparent
    /// An image, a gradient, a variable: something, but nobody knows what.
    case unknown

    /// Reads the first colour in a value such as `#fff`, `white`, `rgb(0, 0, 0)` or `url(x.png) #fff`.
    ///
    /// - Returns: nil if the value says nothing about a colour (`inherit`, `none`, `no-repeat`).
    static func read(_ value: UnsafeRawBufferPointer) -> CSSColor? {
        if let color = bareHexadecimal(value) { return color }
        var index = 0
        var found: CSSColor?
        while index < value.count {
            let byte = value[index]
            if byte == UInt8(ascii: "#") {
                let (color, length) = hexadecimal(value, from: index + 1)
                found = color ?? found
                index += 1 + length
            } else if byte.isLetter {
                var key = NameKey()
                while index < value.count, value[index].isLetter || value[index] == ASCII.hyphen {
                    key.append(value[index])
                    index += 1
                }
                if index < value.count, value[index] == ASCII.openParenthesis {
                    guard key == NameKey("rgb") || key == NameKey("rgba") else { return .unknown }
                    found = function(value, from: index + 1) ?? found
                    while index < value.count, value[index] != ASCII.closeParenthesis { index += 1 }
                } else if key == NameKey("transparent") {
                    found = .transparent
                } else if let number = nameTable.value(of: key) {
                    found = .rgb(names[Int(number)].1)
                }
            } else {
                index += 1
            }
        }
        return found
    }

    /// Whether a reader could not tell one from the other: at most 30 of 765 steps apart.
    static func isAlike(_ first: UInt32, _ second: UInt32) -> Bool {
        var distance = 0
        for shift: UInt32 in [0, 8, 16] {
            distance += abs(Int(first >> shift & 0xff) - Int(second >> shift & 0xff))
        }
        return distance <= 30
    }

    /// `bgcolor=ffffff`, without the number sign.
    private static func bareHexadecimal(_ value: UnsafeRawBufferPointer) -> CSSColor? {
        guard value.count == 6 || value.count == 3 else { return nil }
        let (color, length) = hexadecimal(value, from: 0)
        return length == value.count ? color : nil
    }

    private static func hexadecimal(_ value: UnsafeRawBufferPointer, from start: Int) -> (CSSColor?, length: Int) {
        var number: UInt32 = 0
        var count = 0
        while start + count < value.count, count < 8, let digit = value[start + count].hexValue {
            number = number << 4 | UInt32(digit)
            count += 1
        }
        switch count {
        case 3, 4:
            if count == 4 { number >>= 4 }
            let (red, green, blue) = (number >> 8 & 15, number >> 4 & 15, number & 15)
            return (.rgb((red << 16 | green << 8 | blue) * 17), count)
        case 6: return (.rgb(number), count)
        case 8: return (number & 0xff == 0 ? .transparent : .rgb(number >> 8), count)
        default: return (nil, count)
        }
    }

    private static func function(_ value: UnsafeRawBufferPointer, from start: Int) -> CSSColor? {
        var numbers: [Double] = []
        var index = start
        while index < value.count, value[index] != ASCII.closeParenthesis, numbers.count < 4 {
            guard let length = CSSLength.read(value, from: &index) else {
                index += 1
                continue
            }
            numbers.append(length.unit == .percent && numbers.count < 3 ? length.number * 2.55 : length.number)
        }
        guard numbers.count >= 3 else { return nil }
        if numbers.count == 4, numbers[3] < 0.05 { return .transparent }
        let parts = numbers.prefix(3).map { UInt32(max(0, min(255, $0))) }
        return .rgb(parts[0] << 16 | parts[1] << 8 | parts[2])
    }

    private static let names: [(StaticString, UInt32)] = [
        ("black", 0x000000), ("white", 0xffffff), ("red", 0xff0000), ("green", 0x008000), ("blue", 0x0000ff),
        ("yellow", 0xffff00), ("gray", 0x808080), ("grey", 0x808080), ("silver", 0xc0c0c0), ("maroon", 0x800000),
        ("purple", 0x800080), ("fuchsia", 0xff00ff), ("magenta", 0xff00ff), ("lime", 0x00ff00), ("olive", 0x808000),
        ("navy", 0x000080), ("teal", 0x008080), ("aqua", 0x00ffff), ("cyan", 0x00ffff), ("orange", 0xffa500),
        ("pink", 0xffc0cb), ("brown", 0xa52a2a), ("gold", 0xffd700), ("ivory", 0xfffff0), ("snow", 0xfffafa),
        ("azure", 0xf0ffff), ("beige", 0xf5f5dc), ("linen", 0xfaf0e6), ("tomato", 0xff6347), ("crimson", 0xdc143c),
        ("ghostwhite", 0xf8f8ff), ("whitesmoke", 0xf5f5f5), ("mintcream", 0xf5fffa), ("floralwhite", 0xfffaf0),
        ("seashell", 0xfff5ee), ("darkblue", 0x00008b), ("darkred", 0x8b0000), ("darkgreen", 0x006400),
        ("dimgray", 0x696969), ("dimgrey", 0x696969), ("gainsboro", 0xdcdcdc), ("indigo", 0x4b0082),
        ("violet", 0xee82ee), ("khaki", 0xf0e68c), ("coral", 0xff7f50), ("salmon", 0xfa8072), ("tan", 0xd2b48c),
    ]

    private static let nameTable = NameTable(names.enumerated().map { ($1.0, UInt8($0)) })
}

/// A number with its unit, as CSS writes it.
struct CSSLength {
    enum Unit { case none, pixels, points, relative, percent, other }

    var number: Double
    var unit: Unit

    /// Reads a number at `index` and moves behind its unit; nil if there is none.
    static func read(_ value: UnsafeRawBufferPointer, from index: inout Int) -> CSSLength? {
        var position = index
        var isNegative = false
        if position < value.count, value[position] == ASCII.hyphen || value[position] == UInt8(ascii: "+") {
            isNegative = value[position] == ASCII.hyphen
            position += 1
        }
        var number = 0.0
        var scale = 0.0
        var digits = 0
        while position < value.count {
            let byte = value[position]
            if byte.isDigit {
                number = min(number * 10 + Double(byte &- 0x30), 1e15)
                scale *= 10
                digits += 1
            } else if byte == ASCII.dot, scale == 0 {
                scale = 1
            } else {
                break
            }
            position += 1
        }
        guard digits > 0 else { return nil }
        if scale > 1 { number /= min(scale, 1e15) }
        var key = NameKey()
        while position < value.count, value[position].isLetter || value[position] == ASCII.percent {
            key.append(value[position])
            position += 1
        }
        index = position
        return CSSLength(number: isNegative ? -number : number, unit: unit(key))
    }

    private static func unit(_ key: NameKey) -> Unit {
        switch key.value {
        case 0: .none
        case NameKey("px").value: .pixels
        case NameKey("pt").value: .points
        case NameKey("em").value, NameKey("rem").value: .relative
        case NameKey("%").value: .percent
        default: .other
        }
    }
}
