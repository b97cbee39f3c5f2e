# The little of protobuf that the peer needs: fields by number, texts, bytes and integers.
module Wire
  def self.varint(number)
    out = ''.b
    while number > 127
      out << (number & 127 | 128)
      number >>= 7
    end
    out << number
  end

  def self.message(fields)
    fields.map do |number, value|
      next varint(number << 3) + varint(value) if value.is_a?(Integer)

      varint(number << 3 | 2) + varint(value.bytesize) + value.b
    end.join.b
  end

  def self.parse(data)
    bytes = data.bytes
    fields = {}
    until bytes.empty?
      key = read(bytes)
      value = read(bytes)
      value = bytes.shift(value).pack('C*') if key & 7 == 2
      fields[key >> 3] = value
    end
    fields
  end

  def self.read(bytes)
    number = shift = 0
    loop do
      byte = bytes.shift
      number |= (byte & 127) << shift
      return number if byte < 128

      shift += 7
    end
  end
end
