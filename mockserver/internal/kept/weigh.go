package kept

import "reflect"

// Weigh returns about how many bytes a value takes, with everything that it
// refers to. What is referred to twice counts twice; a value must not refer to
// itself.
func Weigh(x any) int {
	v := reflect.ValueOf(x)
	return int(v.Type().Size()) + referred(v)
}

// referred returns how many bytes a value takes besides its own size.
func referred(v reflect.Value) (bytes int) {
	switch v.Kind() {
	case reflect.String:
		return v.Len()
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return int(v.Elem().Type().Size()) + referred(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			bytes += referred(v.Field(i))
		}
	case reflect.Slice:
		bytes = v.Len() * int(v.Type().Elem().Size())
		for i := range v.Len() {
			bytes += referred(v.Index(i))
		}
	case reflect.Map:
		const overhead = 32 // of an entry
		for entries := v.MapRange(); entries.Next(); {
			bytes += overhead + int(v.Type().Key().Size()+v.Type().Elem().Size()) + referred(entries.Key()) + referred(entries.Value())
		}
	}
	return bytes
}
